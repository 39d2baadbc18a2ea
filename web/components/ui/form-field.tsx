import type { ComponentProps, ReactNode } from 'react'
import { useId } from 'react'

/** What the control of a field has to carry. */
export interface FieldControl {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': boolean
}

interface FormFieldProps {
  readonly label: string
  readonly hint?: string
  /** What is wrong and how to put it right, or null. */
  readonly error?: string | null
  readonly control: (props: FieldControl) => ReactNode
}

/** A control with its label, a hint and what is wrong with it, tied together for screen readers. */
export function FormField({ label, hint, error = null, control }: FormFieldProps) {
  const id = useId()
  const described = [hint === undefined ? '' : `${id}-hint`, error === null ? '' : `${id}-error`].filter(Boolean)
  return (
    <div>
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-0.5 text-sm text-ink-soft">
          {hint}
        </p>
      )}
      <div className="mt-1.5">
        {control({
          id,
          'aria-describedby': described.length === 0 ? undefined : described.join(' '),
          'aria-invalid': error !== null,
        })}
      </div>
      {error !== null && (
        <p id={`${id}-error`} role="alert" className="mt-1.5 text-sm font-medium text-poor">
          {error}
        </p>
      )}
    </div>
  )
}

const CONTROL =
  'w-full h-10 rounded-lg border border-edge bg-surface px-3 text-ink placeholder:text-ink-soft aria-invalid:border-poor disabled:bg-sunken'

export function TextInput({ className = '', ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={`${CONTROL} ${className}`} />
}

export function TextArea({ className = '', ...rest }: ComponentProps<'textarea'>) {
  return <textarea {...rest} className={`${CONTROL} h-auto py-2 leading-relaxed ${className}`} />
}

export function Select({ className = '', ...rest }: ComponentProps<'select'>) {
  return <select {...rest} className={`${CONTROL} ${className}`} />
}
