/**
 * Words that say nothing about what is asked: the 33 of Lucene's English list, and question words and auxiliaries.
 * Dropping the question words as well lifts nDCG@10 by one to four points on question sets (docs/decisions/2026-11-23-first-stage-search.md).
 */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with ' +
    'what which who whom whose when where why how did do does done has have had can could would should may might am been being were ' +
    'i you he she we me my your his her our us them its from about than so just also any some each other more most own same too very s t d ll re ve'
  ).split(' '),
)
