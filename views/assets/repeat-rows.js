/** Adds and removes rows of repeated fields in place. Without it, the same buttons ask the server. */
const CONTROLS = 'input:not([type=hidden]), select, textarea'

for (const list of document.querySelectorAll('[data-repeat]')) repeat(list)

function repeat(list) {
  const base = list.dataset.repeat
  const adder = (list.closest('form') ?? document).querySelector(`[data-repeat-add][value="add-row:${base}"]`)
  const status = adder.parentElement.nextElementSibling
  const rows = () => [...list.querySelectorAll('[data-repeat-row]')]

  // Enter in a field presses a form's first submit button: that must not be this one.
  adder.type = 'button'
  adder.addEventListener('click', add)
  list.addEventListener('click', (event) => {
    if (event.target.closest('[data-repeat-remove]')) remove(event.target.closest('[data-repeat-row]'))
  })
  refresh()

  function add() {
    const last = rows().at(-1)
    const row = last.cloneNode(true)
    empty(row)
    last.after(row)
    refresh()
    row.querySelector(CONTROLS)?.focus()
    status.textContent = status.dataset.added
  }

  function remove(row) {
    const next = row.nextElementSibling?.matches('[data-repeat-row]') ? row.nextElementSibling : row.previousElementSibling
    row.remove()
    refresh()
    next?.querySelector(CONTROLS)?.focus()
    status.textContent = status.dataset.removed
    list.dispatchEvent(new Event('input', { bubbles: true }))
  }

  /** Numbers follow position: the server reads the list without gaps. The last row stays. */
  function refresh() {
    const all = rows()
    all.forEach((row, index) => renumber(row, base, index))
    for (const button of list.querySelectorAll('[data-repeat-remove]')) button.hidden = all.length < 2
  }
}


function empty(row) {
  for (const note of row.querySelectorAll('.field-error')) note.remove()
  for (const field of row.querySelectorAll('.invalid')) field.classList.remove('invalid')
  for (const control of row.querySelectorAll('input, select, textarea')) {
    control.removeAttribute('aria-invalid')
    if (control.matches('[type=checkbox], [type=radio]')) control.checked = control.defaultChecked = false
    else if (control.matches('select')) control.selectedIndex = 0
    else control.value = control.defaultValue = ''
  }
}

function renumber(row, base, index) {
  const id = `f-${base.replaceAll('.', '-')}-`
  const name = bracketed(base)
  for (const element of row.querySelectorAll('[name], [id], [for], [aria-describedby]')) {
    replaceNumber(element, 'name', `${name}[`, index)
    for (const attribute of ['id', 'for', 'aria-describedby']) replaceNumber(element, attribute, id, index)
  }
}

function replaceNumber(element, attribute, prefix, index) {
  const value = element.getAttribute(attribute)
  if (value === null) return
  const renumbered = value.split(' ').map((word) => (word.startsWith(prefix) ? prefix + word.slice(prefix.length).replace(/^\d+/, index) : word))
  element.setAttribute(attribute, renumbered.join(' '))
}

/** `plan.milestones` → `plan[milestones]` */
function bracketed(path) {
  const [first, ...rest] = path.split('.')
  return first + rest.map((part) => `[${part}]`).join('')
}
