import { expect, test } from 'vitest'
import { parsedBlocks } from '../../testing/parsed-blocks.ts'
import { tinyXlsx } from '../../testing/tiny-office.ts'
import { parseOffice } from './office.ts'

const STYLES =
  '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
  '<numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0\\ &quot;€&quot;"/></numFmts>' +
  '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
  '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="164"/></cellXfs></styleSheet>'

test('numbers of a workbook are read as they are shown, texts as they are', async () => {
  const file = tinyXlsx(
    {
      Trips: [
        ['Day', 'Share', 'Cost', 'Count'],
        [
          { value: '45366', style: 1 },
          { value: '0.25', style: 2 },
          { value: '120', style: 3 },
          { value: '7', style: 0 },
        ],
        ['45366'],
      ],
    },
    STYLES,
  )
  expect(parsedBlocks(await parseOffice(file, 'xlsx'))).toEqual([
    'heading1 p1: Trips',
    'table p1: Day | Share | Cost | Count\n2024-03-15 | 25% | 120 € | 7\n45366',
  ])
})
