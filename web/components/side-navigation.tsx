'use client'

import Link from 'next/link'
import { useEffect, useRef } from 'react'

interface SideNavigationProps {
  readonly label: string
  readonly links: readonly { readonly href: string; readonly text: string; readonly current: boolean }[]
}

/** The pages of a section: beside the open one, in one scrolling row above it on small screens. */
export function SideNavigation({ label, links }: SideNavigationProps) {
  const list = useRef<HTMLUListElement>(null)
  const current = links.find((link) => link.current)?.href
  // oxlint-disable-next-line react/exhaustive-deps -- links may come later, and move the open one.
  useEffect(() => {
    // The open page may lie outside of the row; the page itself must not move.
    const link = list.current?.querySelector<HTMLElement>(`a[href="${current ?? ''}"]`)
    if (link !== null && link !== undefined) list.current?.scrollTo({ left: link.offsetLeft - link.offsetWidth / 2 })
  }, [current, links.length])
  return (
    <nav aria-label={label} className="shrink-0 max-lg:min-h-9 lg:w-48">
      <ul
        ref={list}
        className="sticky top-20 flex gap-0.5 max-lg:relative max-lg:top-0 max-lg:-mx-4 max-lg:overflow-x-auto max-lg:px-4 max-lg:pb-1 lg:flex-col"
      >
        {links.map(({ href, text, current: isOpen }) => (
          <li key={href} className="shrink-0">
            <Link
              href={href}
              prefetch={false}
              aria-current={isOpen ? 'page' : undefined}
              className="block rounded-md px-2.5 py-1.5 text-sm text-ink-soft hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
