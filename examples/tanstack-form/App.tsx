import { useState } from 'react';
import { useForm, type AnyFieldApi } from '@tanstack/react-form';
import type { Patch } from 'kyb-patch';
import { formPatch } from 'kyb-patch/standard-schema';

import { draft } from '../shared/draft';

const schema = formPatch.with({ kybStatus: 'init' });

export function App() {
  const [sent, setSent] = useState<Patch>();
  const form = useForm({
    defaultValues: draft(),
    validators: { onBlur: schema, onSubmit: schema },
    onSubmit({ value }) {
      const result = schema['~standard'].validate(value);
      if (!result.issues) setSent(result.value);
    },
  });

  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); void form.handleSubmit(); }}>
      <form.Field name="tax_country">{(field) => <Text label="Tax country" field={field} />}</form.Field>
      <form.Field name="primary_website">{(field) => <Text label="Website" field={field} />}</form.Field>
      <form.Field name="associated_persons" mode="array">
        {({ state }) => state.value.map((_, at) => (
          <form.Field key={at} name={`associated_persons[${at}].birth_date`}>
            {(field) => <Text label={`Birth date of person ${at + 1}`} field={field} />}
          </form.Field>
        ))}
      </form.Field>
      <button>Send</button>
      <output>{sent && JSON.stringify(sent)}</output>
    </form>
  );
}

function Text({ label, field }: { label: string; field: AnyFieldApi }) {
  const [error] = field.state.meta.errors as { message: string; code: string; suggestion?: string }[];
  return (
    <p>
      <label>
        {label} <input name={field.name} value={field.state.value} onBlur={field.handleBlur} aria-invalid={Boolean(error)}
          aria-describedby={`${field.name}-error`} onChange={({ target }) => field.handleChange(target.value)} />
      </label>
      <span id={`${field.name}-error`} data-code={error?.code}>{error?.message} {error?.suggestion}</span>
    </p>
  );
}
