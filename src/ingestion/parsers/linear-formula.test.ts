import { expect, test } from 'vitest'
import { linearFormula } from './linear-formula.ts'

test.each([
  ['A=πr^2', 'A=πr²'],
  ['a_0+x^{n-k}', 'a₀+xⁿ⁻ᵏ'],
  ['x^{Ω}', 'x^Ω'],
  ['e^{x+Ω}', 'e^(x+Ω)'],
  ['C_0^{2π}i', 'C₀^(2π)i'],
  ['\\frac{nx}{1!}', 'nx/(1!)'],
  ['\\fracx{1!}', 'x/(1!)'],
  ['\\frac{1}{n+1}', '1/(n+1)'],
  ['\\sum_{n=1}^{∞}a_n', '∑ₙ₌₁^∞aₙ'],
  ['\\iiintydy', '∭ydy'],
  ['\\bigwedgex', '⋀x'],
  ['\\operatorname{cos}{\\frac{nπx}L}', 'cos nπx/L'],
  ['\\sqrt[3]{x+1}', '³√(x+1)'],
  ['\\mathbb{R}', 'ℝ'],
  ['\\begin{matrix}a & b \\\\ c & d\\end{matrix}', 'a, b; c, d'],
  ['50\\% \\{x\\}', '50% {x}'],
  ['\\overline{x}', 'x\u0305'],
  ['\\alpha+1', 'alpha +1'],
  [`${'{'.repeat(100)}x`, ''],
])('%s is read as %s', (latex, linear) => {
  expect(linearFormula(latex)).toBe(linear)
})
