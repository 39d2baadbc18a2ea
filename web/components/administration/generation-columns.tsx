import type { IndexGeneration } from '../../../src/contracts/index-generations.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { useFormats } from '../preferences-provider.tsx'
import { Breakable } from '../ui/breakable.tsx'
import { Button } from '../ui/button.tsx'
import { Chip, type Tone } from '../ui/chip.tsx'
import type { Column } from '../ui/data-table.tsx'
import { RowActions } from '../ui/row-actions.tsx'
import type { GenerationStep } from './index-page.tsx'

const TONES: Readonly<Record<IndexGeneration['state'], Tone>> = {
  building: 'accent',
  ready: 'fair',
  active: 'good',
  retired: 'neutral',
}

/** What is told of a build of the index. */
export function useGenerationColumns(onStep: (step: GenerationStep) => void): readonly Column<IndexGeneration>[] {
  const { index: texts } = useTexts(administration)
  return [
    {
      id: 'id',
      name: texts.generation,
      cell: ({ id, embedder, dimensions }) => (
        <span className="block min-w-56">
          <Breakable text={id} />
          <span className="mt-0.5 block font-normal text-ink-soft">{texts.model(embedder, dimensions)}</span>
        </span>
      ),
    },
    { id: 'state', name: texts.state, cell: (generation) => <State generation={generation} /> },
    { id: 'documents', name: texts.documents, cell: (generation) => <Content generation={generation} /> },
    { id: 'comparison', name: texts.comparison, cell: (generation) => <Comparison generation={generation} /> },
    {
      id: 'actions',
      name: texts.actions,
      nameHidden: true,
      align: 'right',
      cell: (generation) => <Actions generation={generation} onStep={onStep} />,
    },
  ]
}

/** What it is, and since when. */
function State({ generation }: { readonly generation: IndexGeneration }) {
  const { index: texts } = useTexts(administration)
  const formats = useFormats()
  const { state, built_at, activated_at, retired_at } = generation
  const moments = [
    [texts.built, built_at],
    [texts.activated, state === 'active' ? activated_at : null],
    [texts.retired, retired_at],
  ] as const
  return (
    <>
      <Chip tone={TONES[state]} working={state === 'building'}>
        {texts.states[state]}
      </Chip>
      {moments.map(
        ([words, time]) =>
          time !== null && (
            <span key={words} className="mt-1.5 block text-xs text-ink-soft">
              {words} {formats.time(time)}
            </span>
          ),
      )}
    </>
  )
}

function Content({ generation }: { readonly generation: IndexGeneration }) {
  const { index: texts } = useTexts(administration)
  const { number } = useFormats()
  return (
    <span className="block min-w-28 tabular-nums">
      <Progress generation={generation} />
      <span className="block text-xs leading-5 text-ink-soft">{texts.passages(number(generation.passages))}</span>
    </span>
  )
}

function Progress({ generation }: { readonly generation: IndexGeneration }) {
  const { index: texts } = useTexts(administration)
  const { number } = useFormats()
  const { documents, documents_to_do: toDo, state } = generation
  const done = Math.max(0, documents - toDo)
  // The first one grew with the documents: nobody counted them when it was begun.
  if (state !== 'building') return documents === 0 ? '–' : number(documents)
  return (
    <span className="block">
      <progress
        value={documents === 0 ? 1 : done / documents}
        aria-label={texts.progress}
        className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
      />
      <span className="block text-xs leading-5 text-ink-soft">{texts.done(number(done), number(documents))}</span>
    </span>
  )
}

function Comparison({ generation: { comparison, override } }: { readonly generation: IndexGeneration }) {
  const { index: texts } = useTexts(administration)
  const { percent } = useFormats()
  if (comparison === null) return '–'
  const share = (value: number | null) => (value === null ? '–' : percent(value))
  return (
    <span className="block min-w-40">
      <span className="block">{texts.overlap(share(comparison.overlap_at_5), comparison.questions)}</span>
      {comparison.golden !== null && (
        <span className="block text-ink-soft">
          {texts.golden(share(comparison.golden.hit_at_5), share(comparison.golden.active_hit_at_5))}
        </span>
      )}
      {override !== null && <span className="block text-fair">{texts.overridden(override.by, override.reason)}</span>}
    </span>
  )
}

interface ActionsProps {
  readonly generation: IndexGeneration
  readonly onStep: (step: GenerationStep) => void
}

function Actions({ generation, onStep }: ActionsProps) {
  const { index: texts } = useTexts(administration)
  const { id, state } = generation
  if (state === 'active') return null
  return (
    <RowActions>
      {state !== 'building' && (
        <Button
          look="quiet"
          aria-label={texts.activateNamed(id)}
          onClick={() => onStep({ type: 'activate', generation })}
        >
          {state === 'retired' ? texts.goBack : texts.activate}
        </Button>
      )}
      <Button look="quiet" aria-label={texts.removeNamed(id)} onClick={() => onStep({ type: 'remove', generation })}>
        {texts.remove}
      </Button>
    </RowActions>
  )
}
