import { useState } from 'react';
import { useFieldArray, useForm, type FieldError } from 'react-hook-form';
import type { Patch } from 'kyb-patch';
import { patchResolver } from 'kyb-patch/react-hook-form';

import { draft, type Draft } from '../shared/draft';

const resolver = patchResolver({ context: { kybStatus: 'init' } });

export function App() {
  const [sent, setSent] = useState<Patch>();
  const { control, formState: { errors }, handleSubmit, register } = useForm<Draft>({ defaultValues: draft(), mode: 'onTouched', resolver });
  const { fields } = useFieldArray({ control, name: 'associated_persons' });

  return (
    <form noValidate onSubmit={handleSubmit((patch) => setSent(patch as Patch))}>
      <Field label="Tax country" error={errors.tax_country} {...register('tax_country')} />
      <Field label="Website" error={errors.primary_website} {...register('primary_website')} />
      {fields.map(({ id }, at) => (
        <Field key={id} label={`Birth date of person ${at + 1}`} error={errors.associated_persons?.[at]?.birth_date}
          {...register(`associated_persons.${at}.birth_date`)} />
      ))}
      <button>Send</button>
      <output>{sent && JSON.stringify(sent)}</output>
    </form>
  );
}

/** The code, the severity and the suggestion come with the error. */
function Field({ label, error, ...input }: { label: string; error: FieldError | undefined; name: string }) {
  const { suggestion } = (error ?? {}) as { suggestion?: string };
  return (
    <p>
      <label>{label} <input {...input} aria-invalid={Boolean(error)} aria-describedby={`${input.name}-error`} /></label>
      <span id={`${input.name}-error`} data-code={error?.type}>{error?.message} {suggestion}</span>
    </p>
  );
}
