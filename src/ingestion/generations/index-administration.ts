import type { CallContext } from '../../contracts/call-context.ts'
import type { ActivateGeneration, IndexGenerationPage } from '../../contracts/index-generations.ts'
import { type ActivateDependencies, activateGeneration } from './activate-generation.ts'
import { type ListGenerationsInput, listGenerations } from './list-generations.ts'
import { type RemoveDependencies, removeGeneration } from './remove-generation.ts'
import { type StartDependencies, startRebuild } from './start-rebuild.ts'

export type IndexAdministrationDependencies = ActivateDependencies & RemoveDependencies & StartDependencies

/** What an administrator does about the generations of the organisation's index; routes and command line both use it. */
export interface IndexAdministration {
  readonly list: (input: ListGenerationsInput, context: CallContext) => Promise<IndexGenerationPage>
  /** Begin a new generation; returns its id. */
  readonly rebuild: (context: CallContext) => Promise<string>
  readonly activate: (input: ActivateGeneration, context: CallContext) => Promise<void>
  readonly remove: (id: string, context: CallContext) => Promise<void>
}

export function createIndexAdministration(dependencies: IndexAdministrationDependencies): IndexAdministration {
  return {
    list: (input, context) => listGenerations(dependencies, input, context),
    rebuild: (context) => startRebuild(dependencies, context),
    activate: (input, context) => activateGeneration(dependencies, input, context),
    remove: (id, context) => removeGeneration(dependencies, id, context),
  }
}
