import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** WCAG 2.2 level AA, and what axe-core holds for good practice beyond it. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

interface AxeResult {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
  }[]
}

/** What axe-core objects to on a page as it stands, one line per element; empty when nothing. */
export async function accessibilityViolations(page: Page): Promise<readonly string[]> {
  // Evaluated rather than added as a script, which the policy of the pages would refuse.
  await page.evaluate(axe.source)
  const run = `axe.run(document, { runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'] })`
  const { violations } = await page.evaluate<AxeResult>(run)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 200)} ${failureSummary.replaceAll(/\s+/g, ' ')}`,
    ),
  )
}
