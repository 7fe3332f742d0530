// Results while typing, on pages whose form searches by GET. Without this script the button does the same.
const PAUSE = 250

for (const form of document.querySelectorAll('form[data-live]')) watch(form)

function watch(form) {
  const input = form.querySelector('input[type="search"]')
  let timer
  let asked
  let composing = false
  const soon = () => {
    clearTimeout(timer)
    // Half a pinyin word in an input method is not what is looked for; without one, Latin letters are.
    if (!composing) timer = setTimeout(show, PAUSE)
  }
  async function show() {
    asked?.abort()
    asked = new AbortController()
    const address = `${form.getAttribute('action')}?${new URLSearchParams(new FormData(form))}`
    const page = await load(address, asked.signal)
    const [found, place] = [page?.getElementById(form.dataset.live), document.getElementById(form.dataset.live)]
    if (!found || !place) return
    place.replaceChildren(...found.childNodes)
    history.replaceState(null, '', address)
  }
  input.addEventListener('compositionstart', () => { composing = true })
  input.addEventListener('compositionend', () => { composing = false; soon() })
  input.addEventListener('input', soon)
}

/** Nothing when a newer question was asked meanwhile, or when there is no answer: what stands there stays. */
async function load(address, signal) {
  try {
    const response = await fetch(address, { signal, credentials: 'same-origin' })
    return response.ok ? new DOMParser().parseFromString(await response.text(), 'text/html') : undefined
  } catch {
    return undefined
  }
}
