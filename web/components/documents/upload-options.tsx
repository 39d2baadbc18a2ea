import type { UploadFields } from '../../lib/upload-file.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { manageDocuments } from '../../messages/manage-documents.ts'
import { FormField, Select, TextInput } from '../ui/form-field.tsx'

interface UploadOptionsProps {
  readonly fields: UploadFields
  readonly onChange: (fields: UploadFields) => void
}

/** Where the next files belong and who may read them. */
export function UploadOptions({ fields, onChange }: UploadOptionsProps) {
  const { upload: texts } = useTexts(manageDocuments)
  const change = (name: 'collection' | 'access', value: string) => {
    const { [name]: _before, ...others } = fields
    onChange(value === '' ? others : { ...others, [name]: value })
  }
  return (
    <div className="mt-5 grid w-full max-w-xl gap-4 text-left sm:grid-cols-2">
      <FormField
        label={texts.readers}
        control={(props) => (
          <Select {...props} value={fields.access ?? ''} onChange={(event) => change('access', event.target.value)}>
            <option value="">{texts.inherited}</option>
            <option value="everyone">{texts.everyone}</option>
          </Select>
        )}
      />
      <FormField
        label={texts.collection}
        control={(props) => (
          <TextInput
            {...props}
            maxLength={200}
            value={fields.collection ?? ''}
            onChange={(event) => change('collection', event.target.value)}
          />
        )}
      />
    </div>
  )
}
