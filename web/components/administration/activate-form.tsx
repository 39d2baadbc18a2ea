'use client'

import type { Problem } from '../../../src/client/request-failed.ts'
import type { IndexGeneration } from '../../../src/contracts/index-generations.ts'
import { client } from '../../lib/client.ts'
import { goldenQuestionsOf } from '../../lib/golden-questions.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { FormDialog, type FormFields } from '../ui/form-dialog.tsx'
import { FormField, TextArea } from '../ui/form-field.tsx'
import { useToast } from '../ui/toast-provider.tsx'
import { OverrideFields, overrideOf } from './override-fields.tsx'
import { comparisonOf, RefusedComparison } from './refused-comparison.tsx'

interface ActivateFormProps {
  readonly generation: IndexGeneration
  readonly onActivated: () => void
  readonly onClose: () => void
}

/** Let searches use another build. The server compares it with the one in use first and says if it finds worse. */
export function ActivateForm({ generation, onActivated, onClose }: ActivateFormProps) {
  const { index: texts, override } = useTexts(administration)
  const toast = useToast()
  const submit = async (fields: FormFields) => {
    const golden = goldenQuestionsOf(fields('golden'))
    const body = { id: generation.id, ...(golden.length === 0 ? {} : { golden }), ...overrideOf(fields) }
    await client.POST('/api/admin/index/activate', { body })
    onActivated()
    toast(texts.isActive)
  }
  const explain = (problem: Problem) => {
    const comparison = comparisonOf(problem)
    return comparison === null ? null : <RefusedComparison comparison={comparison} />
  }
  return (
    <FormDialog
      wide
      title={texts.activateTitle}
      lead={texts.activateDetail}
      submit={texts.activate}
      working={override.comparing}
      onSubmit={submit}
      explain={explain}
      insist={<OverrideFields label={texts.overrideLabel} />}
      onClose={onClose}
    >
      <FormField
        label={texts.goldenLabel}
        hint={texts.goldenHint}
        control={(props) => <TextArea {...props} name="golden" rows={4} />}
      />
    </FormDialog>
  )
}
