/** One recipient of a delivery report (RFC 3464). */
export interface DeliveryFailure {
  /** Lower case. */
  address: string
  /** Enhanced status code, `5.1.1`. */
  status: string
}

const PERMANENT = /^5\.\d{1,3}\.\d{1,3}$/

/**
 * The failures for good in the machine-readable part of a report (`message/delivery-status`): groups of fields, the
 * first about the message, each further one about a recipient. Delays and what may work later are left out.
 */
export function permanentFailures(report: string): DeliveryFailure[] {
  const groups = report.replaceAll('\r\n', '\n').replaceAll(/\n[ \t]+/g, ' ').split(/\n\s*\n/).map(fieldsOf)
  return groups.flatMap((fields) => {
    const address = addressIn(fields.get('original-recipient') ?? fields.get('final-recipient') ?? '')
    const status = /\d\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? ''
    const failed = fields.get('action')?.trim().toLowerCase() === 'failed'
    return address && failed && PERMANENT.test(status) ? [{ address, status }] : []
  })
}

function fieldsOf(group: string): Map<string, string> {
  return new Map(group.split('\n').flatMap((line) => {
    const colon = line.indexOf(':')
    return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]] : []
  }))
}

/** `rfc822; <wang@example.org>` → `wang@example.org`. */
function addressIn(field: string): string {
  const [, after = ''] = /^[\w-]+\s*;\s*(.*)$/.exec(field) ?? []
  return after.trim().replace(/^<(.*)>$/, '$1').toLowerCase()
}

/** The messages in a file: one of its own (`.eml`), or many after one another (mbox, RFC 4155). */
export function messagesIn(file: string): string[] {
  if (!file.startsWith('From ')) return [file]
  return file.split(/^From .*\r?\n/m).filter((one) => one.trim() !== '').map((one) => one.replaceAll(/^>(>*From )/gm, '$1'))
}
