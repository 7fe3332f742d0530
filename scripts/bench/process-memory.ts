import { readFileSync } from 'node:fs'

/** MB. `files`: pages of mapped files, above all a database's, which the system takes back when it needs them. */
export interface ProcessMemory { resident: number; files: number }

/** What a process holds in memory; Linux tells. */
export function memoryOf(pid: number | 'self'): ProcessMemory {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const megabytes = (field: string): number => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024
  return { resident: megabytes('VmRSS'), files: megabytes('RssFile') }
}
