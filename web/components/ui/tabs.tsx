'use client'

import { Tabs as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'

export interface Tab {
  readonly id: string
  readonly name: string
  readonly content: ReactNode
  /** True for a view in which something goes on: it stays, out of sight, while another one is looked at. */
  readonly kept?: boolean
}

interface TabsProps {
  readonly label: string
  readonly tabs: readonly Tab[]
}

/** Several views in one place; the first is shown first. */
export function Tabs({ label, tabs }: TabsProps) {
  return (
    <Radix.Root defaultValue={tabs[0]?.id ?? ''}>
      <Radix.List asChild aria-label={label} className="flex gap-1 overflow-x-auto max-sm:gap-0 border-b border-line">
        <WithoutStyle>
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.id}
              value={tab.id}
              className="-mb-px min-h-10 shrink-0 border-b-2 border-transparent px-3 max-sm:px-2 text-sm text-ink-soft hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
            >
              {tab.name}
            </Radix.Trigger>
          ))}
        </WithoutStyle>
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content
          asChild
          key={tab.id}
          value={tab.id}
          {...(tab.kept === true ? { forceMount: true } : {})}
          className="pt-5 data-[state=inactive]:hidden"
        >
          <WithoutStyle>{tab.content}</WithoutStyle>
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}

/** Styles that the library adds for animations: the policy of the pages refuses them in what the server writes. */
function WithoutStyle({ style: _style, ...rest }: ComponentProps<'div'>) {
  return <div {...rest} />
}
