import type { Problem } from '../../../src/client/request-failed.ts'
import type { MeasureChange } from '../../../src/contracts/evaluation-runs.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { useFormats } from '../preferences-provider.tsx'
import { ComparisonTable } from './comparison-table.tsx'

/** The figures with which a wording was refused, or null for other problems. */
export function changesOf({ members: { comparison } }: Problem): readonly MeasureChange[] | null {
  // What the server says of itself is not checked again: it is from the same build as this page.
  return Array.isArray(comparison) ? (comparison as readonly MeasureChange[]) : null
}

/** Why a wording was refused: how answers to the golden questions differ from those by the one in use. */
export function RefusedWording({ changes }: { readonly changes: readonly MeasureChange[] }) {
  const { prompts: texts } = useTexts(administration)
  const { percent } = useFormats()
  // What is as it was says nothing about the wording.
  const measures = changes.flatMap(({ measure, questions, before, after, difference }) =>
    difference === 0
      ? []
      : [
          {
            name: texts.measures[measure] ?? measure,
            basis: texts.basis(questions),
            before: percent(before),
            now: percent(after),
          },
        ],
  )
  return (
    <>
      <p className="mt-1 text-sm leading-relaxed">{texts.refused}</p>
      <ComparisonTable
        caption={texts.refusedTable}
        columns={{ name: texts.refusedMeasure, before: texts.refusedBefore, now: texts.refusedNow }}
        measures={measures}
      />
    </>
  )
}
