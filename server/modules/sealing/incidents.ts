/** Something sealed that does not open: changed, moved or put back. `row` is an id that tells nothing by itself. */
export interface Incident { row: string; what: 'facts' | 'content' | 'file' | 'tag' | 'release'; why?: string }

/** Told to whoever runs the server; each once. */
export interface Incidents {
  report(incident: Incident): void
  listen(hear: (incident: Incident) => void): void
}

export function createIncidents(): Incidents {
  const reported = new Set<string>()
  let hear: (incident: Incident) => void = () => undefined
  return {
    report(incident) {
      const key = JSON.stringify(incident)
      if (reported.has(key)) return
      reported.add(key)
      hear(incident)
    },
    listen(listener) { hear = listener },
  }
}
