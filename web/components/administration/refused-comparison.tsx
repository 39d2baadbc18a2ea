import type { Problem } from '../../../src/client/request-failed.ts'
import type { GenerationComparison } from '../../../src/contracts/index-generations.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { useFormats } from '../preferences-provider.tsx'

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
  return (
    <>
      <p className="mt-1 text-sm leading-relaxed">{texts.refused}</p>
      <table className="mt-3 w-full border-collapse text-left text-sm tabular-nums">
        <caption className="sr-only">{texts.refusedTable}</caption>
        <thead>
          <tr className="border-b border-line text-ink-soft">
            <th scope="col" className="py-1.5 pr-3 font-normal">
              {texts.refusedMeasure}
            </th>
            <th scope="col" className="px-3 py-1.5 text-right font-normal">
              {texts.refusedBefore}
            </th>
            <th scope="col" className="py-1.5 pl-3 text-right font-normal">
              {texts.refusedNow}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          <Measure name={texts.refusedOverlap(questions)} before={share(1)} now={share(overlap_at_5)} />
          {golden !== null && (
            <Measure
              name={texts.refusedGolden(golden.questions)}
              before={share(golden.active_hit_at_5)}
              now={share(golden.hit_at_5)}
            />
          )}
        </tbody>
      </table>
    </>
  )
}

function Measure({ name, before, now }: { readonly name: string; readonly before: string; readonly now: string }) {
  return (
    <tr>
      <th scope="row" className="py-1.5 pr-3 font-normal">
        {name}
      </th>
      <td className="px-3 py-1.5 text-right">{before}</td>
      <td className="py-1.5 pl-3 text-right font-medium">{now}</td>
    </tr>
  )
}
