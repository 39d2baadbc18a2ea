import { openTestDatabase } from '../src/testing/open-test-database.ts'
import { playUsageOrder } from '../src/testing/usage-orders.ts'

/**
 * Let events come in random orders, with duplicates, late arrivals and renewals that stop half way, and count the orders after
 * which the roll-ups are not those of a full recomputation. `node bench/rollup-orders.ts [ORDERS]`; 1,000 by default.
 */
const orders = Number(process.argv[2] ?? 1_000)
await using database = await openTestDatabase()
const different: number[] = []
let rollups = 0
for (let seed = 1; seed <= orders; seed++) {
  const { made, recomputed } = await playUsageOrder(database, await database.newTenant(), seed)
  rollups += recomputed.length
  if (JSON.stringify(made) !== JSON.stringify(recomputed)) different.push(seed)
}
console.log(
  JSON.stringify({ orders, rollups, different_orders: different.length, first_different: different[0] ?? null }),
)
