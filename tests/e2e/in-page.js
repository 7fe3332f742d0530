/** Runs in the browser, before the page does; accessibility.test.ts asks it what it sees. */
globalThis.looking = {
  /** Elements that reach beyond the screen, when the page can be scrolled sideways. */
  tooWide() {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return []
    const reaching = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > width + 1)
    return reaching.slice(0, 3).map((one) => one.outerHTML.slice(0, 120))
  },

  /** Every piece of text, one by one, but for quotations, which stay in the language of their author. */
  texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found = []
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('.evidence td')) found.push(walker.currentNode.textContent.trim())
    return found
  },

  /** Bytes that came for the page, its style and its scripts. */
  weight() {
    const parts = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    return parts.filter((part) => ['navigation', 'link', 'script'].includes(part.initiatorType)).reduce((sum, part) => sum + part.encodedBodySize, 0)
  },

  async violations(tags) {
    const { violations } = await globalThis.axe.run({ runOnly: tags, resultTypes: ['violations'] })
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`))
  },
}
