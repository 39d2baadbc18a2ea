'use client'

import { useState } from 'react'
import { dataOf } from '../../../src/client/footnote-client.ts'
import type { IndexGeneration } from '../../../src/contracts/index-generations.ts'
import { client } from '../../lib/client.ts'
import { type ReadPage, useList } from '../../lib/use-list.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { ListPage } from '../list-page.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { useToast } from '../ui/toast-provider.tsx'
import { ActivateForm } from './activate-form.tsx'
import { useGenerationColumns } from './generation-columns.tsx'

const readGenerations: ReadPage<IndexGeneration> = async (after, signal) => {
  const reply = await dataOf(client.GET('/api/admin/index', { params: { query: after }, signal }))
  return { rows: reply.generations, next: reply.next_cursor }
}
const isBuilding = ({ state }: IndexGeneration) => state === 'building'

export type GenerationStep =
  | { readonly type: 'rebuild' }
  | { readonly type: 'activate' | 'remove'; readonly generation: IndexGeneration }

/** The builds of the search index: building one beside the one in use, switching over, going back. */
export function IndexPage() {
  const { index: texts } = useTexts(administration)
  const toast = useToast()
  const list = useList(readGenerations, isBuilding)
  const [step, setStep] = useState<GenerationStep | null>(null)
  const columns = useGenerationColumns(setStep)
  const close = () => setStep(null)
  const rebuild = async () => {
    await client.POST('/api/admin/index/rebuild')
    list.refresh()
    toast(texts.rebuilding)
  }
  const remove = async (id: string) => {
    await client.POST('/api/admin/index/remove', { body: { id } })
    list.refresh()
  }
  return (
    <ListPage
      title={texts.title}
      lead={texts.lead}
      list={list}
      columns={columns}
      keyOf={(generation) => generation.id}
      empty={texts.empty}
      actions={
        <Button look="primary" onClick={() => setStep({ type: 'rebuild' })}>
          {texts.rebuild}
        </Button>
      }
    >
      {step?.type === 'rebuild' && (
        <ConfirmDialog
          title={texts.rebuildTitle}
          detail={texts.rebuildDetail}
          confirm={texts.rebuild}
          look="primary"
          onConfirm={rebuild}
          onClose={close}
        />
      )}
      {step?.type === 'activate' && (
        <ActivateForm generation={step.generation} onActivated={list.refresh} onClose={close} />
      )}
      {step?.type === 'remove' && (
        <ConfirmDialog
          title={texts.removeTitle}
          detail={texts.removeDetail}
          confirm={texts.remove}
          onConfirm={() => remove(step.generation.id)}
          onClose={close}
        />
      )}
    </ListPage>
  )
}
