'use client'

import { useState } from 'react'
import { dataOf } from '../../../src/client/footnote-client.ts'
import { client } from '../../lib/client.ts'
import { useLoad } from '../../lib/use-load.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { ListPage } from '../list-page.tsx'
import { useFormats } from '../preferences-provider.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import type { Column } from '../ui/data-table.tsx'
import { Facts } from '../ui/facts.tsx'
import { RowActions } from '../ui/row-actions.tsx'
import { BudgetForm } from './budget-form.tsx'

function readBudgets(signal: AbortSignal) {
  return dataOf(client.GET('/api/admin/budgets', { signal }))
}
export type Budget = Awaited<ReturnType<typeof readBudgets>>['budgets'][number]

/** What people, groups and the organisation may use per day, and what they used. */
export function LimitsPage() {
  const { limits: texts } = useTexts(administration)
  const formats = useFormats()
  const { value, problem, refresh } = useLoad(readBudgets)
  const [editing, setEditing] = useState<Budget | 'new' | null>(null)
  const [removing, setRemoving] = useState<Budget | null>(null)
  const columns = useBudgetColumns(setEditing, setRemoving)
  const remove = async (subject: string) => {
    await client.DELETE('/api/admin/budgets', { params: { query: { subject } } })
    refresh()
  }
  const limit = (tokens: number | null) => (tokens === null ? texts.noLimit : texts.tokens(formats.number(tokens)))
  return (
    <ListPage
      title={texts.title}
      lead={texts.lead}
      list={{ rows: value?.budgets ?? null, problem, refresh, showMore: null, isLoadingMore: false }}
      columns={columns}
      keyOf={(budget) => budget.subject}
      empty={texts.empty}
      actions={
        <Button look="primary" onClick={() => setEditing('new')}>
          {texts.add}
        </Button>
      }
    >
      {value !== null && (
        <div className="mt-6">
          <Facts
            facts={[
              { name: texts.userDefault, value: limit(value.defaults.user_tokens_per_day) },
              { name: texts.tenantDefault, value: limit(value.defaults.tenant_tokens_per_day) },
              { name: texts.resetsAt, value: formats.time(value.resets_at) },
            ]}
          />
        </div>
      )}
      {editing !== null && (
        <BudgetForm budget={editing === 'new' ? null : editing} onSaved={refresh} onClose={() => setEditing(null)} />
      )}
      {removing !== null && (
        <ConfirmDialog
          title={texts.removeTitle(subjectText(removing.subject, texts.subjects))}
          detail={texts.removeDetail}
          confirm={texts.remove}
          onConfirm={() => remove(removing.subject)}
          onClose={() => setRemoving(null)}
        />
      )}
    </ListPage>
  )
}

/** Whom a budget is for, in words: `group:sales` is "Group sales". */
export function subjectText(subject: string, words: Readonly<Record<string, string>>): string {
  const [kind = '', ...name] = subject.split(':')
  return [words[kind] ?? kind, name.join(':')].filter((part) => part !== '').join(' ')
}

function useBudgetColumns(
  onEdit: (budget: Budget) => void,
  onRemove: (budget: Budget) => void,
): readonly Column<Budget>[] {
  const { limits: texts } = useTexts(administration)
  const { number } = useFormats()
  const nameOf = (budget: Budget) => subjectText(budget.subject, texts.subjects)
  const limit = (value: number | null) => (value === null ? texts.noLimit : number(value))
  return [
    { id: 'subject', name: texts.subject, cell: nameOf },
    { id: 'tokens', name: texts.tokensPerDay, align: 'right', cell: (budget) => limit(budget.tokens_per_day) },
    { id: 'used', name: texts.tokensUsed, align: 'right', cell: (budget) => number(budget.tokens_used) },
    { id: 'cost', name: texts.costPerDay, align: 'right', cell: (budget) => limit(budget.cost_per_day) },
    { id: 'spent', name: texts.costUsed, align: 'right', cell: (budget) => number(budget.cost_used) },
    {
      id: 'actions',
      name: texts.actions,
      nameHidden: true,
      align: 'right',
      cell: (budget) => (
        <RowActions>
          <Button look="quiet" aria-label={texts.changeNamed(nameOf(budget))} onClick={() => onEdit(budget)}>
            {texts.change}
          </Button>
          <Button look="quiet" aria-label={texts.removeNamed(nameOf(budget))} onClick={() => onRemove(budget)}>
            {texts.remove}
          </Button>
        </RowActions>
      ),
    },
  ]
}
