// While a need is written: what lacks, what is vague, who could answer. Without this script the check page says the same.
const PAUSE = 1500

for (const place of document.querySelectorAll('[data-live-check]')) watch(place, document.getElementById(place.dataset.form))

function watch(place, form) {
  if (!form) return
  let timer
  let asked = 0
  const ask = async () => {
    const mine = ++asked
    const found = await findings(place.dataset.liveCheck, form)
    if (mine !== asked || !found) return
    place.replaceChildren(found)
    place.hidden = false
  }
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(ask, PAUSE)
  }
  form.addEventListener('input', soon)
  form.addEventListener('change', soon)
  soon()
}

/** Nothing on a refusal or without a network: what stands there stays. */
async function findings(address, form) {
  try {
    const response = await fetch(address, { method: 'POST', body: new URLSearchParams(new FormData(form)), credentials: 'same-origin' })
    if (!response.ok) return undefined
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    return page.getElementById('findings') ?? undefined
  } catch {
    return undefined
  }
}
