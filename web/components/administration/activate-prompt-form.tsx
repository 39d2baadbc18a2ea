'use client'

import type { Problem } from '../../../src/client/request-failed.ts'
import { client } from '../../lib/client.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { FormDialog, type FormFields } from '../ui/form-dialog.tsx'
import { OverrideFields, overrideOf } from './override-fields.tsx'
import { changesOf, RefusedWording } from './refused-wording.tsx'

interface ActivatePromptFormProps {
  readonly version: number
  readonly onActivated: () => void
  readonly onClose: () => void
}

/** Write answers by another wording. The server compares answers by both first and says if they are worse. */
export function ActivatePromptForm({ version, onActivated, onClose }: ActivatePromptFormProps) {
  const { prompts: texts, override } = useTexts(administration)
  const submit = async (fields: FormFields) => {
    await client.POST('/api/admin/prompts/{version}/activate', {
      params: { path: { version } },
      body: overrideOf(fields),
    })
    onActivated()
  }
  const explain = (problem: Problem) => {
    const changes = changesOf(problem)
    return changes === null ? null : <RefusedWording changes={changes} />
  }
  return (
    <FormDialog
      wide
      title={texts.activateTitle(version)}
      lead={texts.activateDetail}
      submit={texts.activate}
      working={override.comparing}
      onSubmit={submit}
      explain={explain}
      insist={<OverrideFields label={texts.overrideLabel} />}
      onClose={onClose}
    />
  )
}
