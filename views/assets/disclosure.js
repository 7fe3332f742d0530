/** Two comforts for <details>; without them everything still opens and closes by hand. */
const narrow = matchMedia('(max-width: 59.99rem)')

/** Filters start folded where they would push the list off a small screen. */
function fold() {
  for (const details of document.querySelectorAll('details[data-narrow-fold]')) details.open = !narrow.matches
}

fold()
narrow.addEventListener('change', fold)

/** A menu closes when the reader goes elsewhere, or with Escape, which puts focus back on its button. */
const menus = () => document.querySelectorAll('details.account-menu[open]')

document.addEventListener('click', (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false
})
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  for (const menu of menus()) {
    menu.open = false
    menu.querySelector('summary').focus()
  }
})
