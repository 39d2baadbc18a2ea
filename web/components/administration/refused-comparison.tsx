import type { Problem } from '../../../src/client/request-failed.ts'
import type { GenerationComparison } from '../../../src/contracts/index-generations.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { useFormats } from '../preferences-provider.tsx'
import { ComparisonTable } from './comparison-table.tsx'

/** The figures with which a build of the index was refused, or null for other problems. */
export function comparisonOf({ members: { comparison } }: Problem): GenerationComparison | null {
  const isThere = typeof comparison === 'object' && comparison !== null && 'overlap_at_5' in comparison
  // What the server says of itself is not checked again: it is from the same build as this page.
  return isThere ? (comparison as GenerationComparison) : null
}

/** Why a build was refused: what it finds beside what the one in use finds. */
export function RefusedComparison({ comparison }: { readonly comparison: GenerationComparison }) {
  const { index: texts } = useTexts(administration)
  const formats = useFormats()
  const share = (value: number | null) => (value === null ? '–' : formats.percent(value))
  const { questions, overlap_at_5, golden } = comparison
  const overlap = { name: texts.refusedOverlap(questions), before: share(1), now: share(overlap_at_5) }
  const known =
    golden === null
      ? []
      : [
          {
            name: texts.refusedGolden(golden.questions),
            before: share(golden.active_hit_at_5),
            now: share(golden.hit_at_5),
          },
        ]
  return (
    <>
      <p className="mt-1 text-sm leading-relaxed">{texts.refused}</p>
      <ComparisonTable
        caption={texts.refusedTable}
        columns={{ name: texts.refusedMeasure, before: texts.refusedBefore, now: texts.refusedNow }}
        measures={[overlap, ...known]}
      />
    </>
  )
}
