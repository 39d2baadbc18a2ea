import type { Box } from '../parsed-document.ts'

/** The smallest box that holds all of the given ones. */
export function boxAround(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  const right = Math.max(...boxes.map((box) => box.x + box.width))
  const bottom = Math.max(...boxes.map((box) => box.y + box.height))
  return { x, y, width: right - x, height: bottom - y }
}

/** Whether the middle of a box lies inside another, which may be a little larger than it says. */
export function holdsMiddle(outer: Box, inner: Box, slack = 1): boolean {
  const x = inner.x + inner.width / 2
  const y = inner.y + inner.height / 2
  return (
    x >= outer.x - slack &&
    x <= outer.x + outer.width + slack &&
    y >= outer.y - slack &&
    y <= outer.y + outer.height + slack
  )
}

/** Boxes in reading order with those that stand side by side on one line made one. */
export function mergeLines(boxes: readonly Box[]): Box[] {
  const merged: Box[] = []
  for (const box of boxes) {
    const last = merged.at(-1)
    if (last !== undefined && onOneLine(last, box)) merged[merged.length - 1] = boxAround([last, box])
    else merged.push(box)
  }
  return merged
}

/** A gap of more than this many line heights is a column or a cell, not a space between words. */
const WIDEST_GAP = 2

function onOneLine(a: Box, b: Box): boolean {
  const shared = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  const lower = Math.min(a.height, b.height)
  const gap = Math.max(a.x, b.x) - Math.min(a.x + a.width, b.x + b.width)
  return shared >= lower / 2 && gap <= WIDEST_GAP * Math.max(a.height, b.height)
}
