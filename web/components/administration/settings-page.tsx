'use client'

import { useMemo, useState } from 'react'
import { dataOf } from '../../../src/client/footnote-client.ts'
import type { ShownSetting } from '../../../src/contracts/settings.ts'
import { client } from '../../lib/client.ts'
import { type ReadPage, useList } from '../../lib/use-list.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { ListPage } from '../list-page.tsx'
import { Breakable } from '../ui/breakable.tsx'
import { Chip } from '../ui/chip.tsx'
import type { Column } from '../ui/data-table.tsx'
import { TextInput } from '../ui/form-field.tsx'

const readSettings: ReadPage<ShownSetting> = async (_after, signal) => {
  const { settings } = await dataOf(client.GET('/api/admin/settings', { signal }))
  return { rows: settings, next: null }
}

/** How the installation is set, and where each value comes from. Nothing can be changed here: settings are read at the start. */
export function SettingsPage() {
  const { settings: texts } = useTexts(administration)
  const list = useList(readSettings)
  const [search, setSearch] = useState('')
  const [onlySet, setOnlySet] = useState(false)
  const columns = useSettingColumns()
  const rows = useMemo(() => {
    const words = search.trim().toLowerCase()
    const fits = ({ name, meaning, origin }: ShownSetting) =>
      (!onlySet || origin === 'environment') && `${name} ${meaning}`.toLowerCase().includes(words)
    return list.rows?.filter(fits) ?? null
  }, [list.rows, search, onlySet])
  return (
    <ListPage
      title={texts.title}
      lead={texts.lead}
      list={{ ...list, rows }}
      columns={columns}
      keyOf={({ name }) => name}
      empty={texts.empty}
    >
      <div className="mt-6 flex flex-wrap items-center gap-x-5 gap-y-3">
        <TextInput
          type="search"
          aria-label={texts.search}
          placeholder={texts.search}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="max-w-sm text-sm"
        />
        <label className="inline-flex min-h-6 items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={onlySet}
            onChange={(event) => setOnlySet(event.target.checked)}
            className="size-5 shrink-0 accent-accent"
          />
          {texts.onlySet}
        </label>
      </div>
    </ListPage>
  )
}

function useSettingColumns(): readonly Column<ShownSetting>[] {
  const { settings: texts } = useTexts(administration)
  return [
    {
      id: 'name',
      name: texts.name,
      cell: ({ name, meaning }) => (
        <div className="min-w-[11rem] max-w-xl sm:min-w-[16rem]">
          <code className="text-[0.8125rem] [overflow-wrap:anywhere]">{name}</code>
          {/* What a setting means is written once, where it is defined, in English. */}
          <p lang="en" className="mt-1 font-normal leading-relaxed text-ink-soft">
            {meaning}
          </p>
        </div>
      ),
    },
    { id: 'value', name: texts.value, cell: (setting) => <SettingValue setting={setting} /> },
    {
      id: 'origin',
      name: texts.origin,
      cell: ({ origin }) => <Chip tone={origin === 'environment' ? 'accent' : 'neutral'}>{texts.origins[origin]}</Chip>,
    },
  ]
}

function SettingValue({ setting: { value, secret, origin } }: { readonly setting: ShownSetting }) {
  const { settings: texts } = useTexts(administration)
  if (value !== null && value !== '') {
    return (
      <span className="block max-w-sm min-w-[8rem]">
        <Breakable text={value} />
      </span>
    )
  }
  return <span className="text-ink-soft">{secret && origin === 'environment' ? texts.secret : texts.notSet}</span>
}
