/**
 * Keeps what is typed in long forms in this browser, so that an expired session or a closed tab loses nothing.
 * A draft goes when the server has accepted it, when its owner signs out, when someone else uses the browser, or after
 * a week. Passwords, files and tokens are never kept.
 */
const PREFIX = 'draft:'
const WEEK = 7 * 24 * 3600 * 1000
const PAUSE = 600

const drafts = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
const read = (key) => JSON.parse(localStorage.getItem(key) ?? 'null')
const drop = (key) => localStorage.removeItem(key)

try {
  tidy()
  for (const form of document.querySelectorAll('form[data-autosave]')) keep(form)
  document.querySelector('form[action="/sign-out"]')?.addEventListener('submit', () => drafts().forEach(drop))
} catch {
  // Storage is switched off or full: the form works all the same.
}

/** Drafts that were sent and accepted, or are too old to be wanted. */
function tidy() {
  const accepted = document.querySelector('.notice.success') !== null
  for (const key of drafts()) {
    const draft = read(key)
    if (Date.now() - draft.at > WEEK || (accepted && draft.sent)) drop(key)
  }
}

function keep(form) {
  const offer = form.querySelector('[data-autosave-offer]')
  if (!offer) return
  const owner = offer.dataset.owner
  const key = PREFIX + form.dataset.autosave
  const draft = read(key)
  if (draft && draft.owner !== owner) drop(key)
  else if (draft && !same(draft.entries, entries(form))) propose(form, offer, key, draft)

  const save = (sent) => localStorage.setItem(key, JSON.stringify({ at: Date.now(), owner, sent, entries: entries(form) }))
  let timer
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(save, PAUSE, false)
  })
  form.addEventListener('submit', () => {
    clearTimeout(timer)
    save(true)
  })
}

function propose(form, offer, key, draft) {
  offer.querySelector('[data-autosave-time]').textContent = new Date(draft.at).toLocaleString(document.documentElement.lang)
  offer.hidden = false
  offer.querySelector('[data-autosave-restore]').addEventListener('click', () => {
    restore(form, draft.entries)
    offer.hidden = true
  })
  offer.querySelector('[data-autosave-discard]').addEventListener('click', () => {
    drop(key)
    offer.hidden = true
  })
}

function controls(form) {
  return [...form.elements].filter((control) => control.name && control.name !== '_csrf' && !control.matches('button, fieldset, [type=file], [type=password], [type=submit]'))
}

/** [name, value, ticked]; order tells apart controls of one name. */
function entries(form) {
  return controls(form).map((control) => [control.name, control.value, control.checked ?? null])
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other)
}

function restore(form, saved) {
  addMissingRows(form, saved)
  const waiting = [...saved]
  for (const control of controls(form)) {
    const isBox = control.matches('[type=checkbox], [type=radio]')
    const at = waiting.findIndex(([name, value]) => name === control.name && (!isBox || value === control.value))
    if (at < 0) continue
    const [[, value, ticked]] = waiting.splice(at, 1)
    if (isBox) control.checked = ticked
    else control.value = value
  }
  form.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Repeated rows that were added by hand are not in a fresh form: press the button as often as needed. */
function addMissingRows(form, saved) {
  const names = new Set(saved.map(([name]) => name))
  for (const button of form.querySelectorAll('[data-repeat-add]')) {
    const list = form.querySelector(`[data-repeat="${button.value.replace('add-row:', '')}"]`)
    const wanted = () => [...names].some((name) => name.startsWith(nextName(list)))
    for (let guard = 0; guard < 50 && wanted(); guard++) button.click()
  }
}

function nextName(list) {
  const [first, ...rest] = list.dataset.repeat.split('.')
  return `${first}${rest.map((part) => `[${part}]`).join('')}[${list.querySelectorAll('[data-repeat-row]').length}]`
}
