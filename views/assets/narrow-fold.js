/** Filters start folded where they would push the list off a small screen. Without it they stay open. */
const narrow = matchMedia('(max-width: 59.99rem)')

function fold() {
  for (const details of document.querySelectorAll('details[data-narrow-fold]')) details.open = !narrow.matches
}

fold()
narrow.addEventListener('change', fold)
