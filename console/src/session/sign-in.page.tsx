import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { Navigate, useLocation } from 'react-router';
import { ProblemError } from '../../../client/problem-error.js';
import { useTitle } from '../frame/title.js';
import { Brand } from '../frame/brand.js';
import { sessionQuery, signIn } from './session.js';
import classes from './sign-in.module.css';

const wordsFor = (error: unknown): string => {
  if (!(error instanceof ProblemError)) return 'The backend cannot be reached. Is it running?';
  if (error.status === 401) return 'That is no key or token that is valid now.';
  return error.message;
};

/** A way within the console, whoever wrote it. */
const nextOf = (state: unknown): string => {
  const next: unknown = typeof state === 'object' && state !== null && 'next' in state ? state.next : undefined;
  return typeof next === 'string' && /^\/(?!\/)/.test(next) ? next : '/';
};

export function SignInPage() {
  useTitle('Sign in');
  const location: { state: unknown } = useLocation();
  const [token, setToken] = useState('');
  const { data: session } = useQuery(sessionQuery);
  const { mutate, isPending, error } = useMutation({ mutationFn: signIn, meta: { tellsItself: true } });
  if (session) return <Navigate to={nextOf(location.state)} replace />;

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    mutate(token.trim());
  };
  return (
    <main className={classes.page}>
      <form className={classes.form} onSubmit={submit}>
        <Brand />
        <h1>Sign in</h1>
        <PasswordInput
          label="API key or token"
          description="An API key with the scope operations, bound to no tenant, or the token of an operator."
          autoComplete="off"
          required
          withAsterisk={false}
          spellCheck={false}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          error={error ? wordsFor(error) : undefined}
          visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed' }}
        />
        <Button type="submit" variant="filled" size="sm" fullWidth loading={isPending} disabled={token.trim() === ''}>
          Sign in
        </Button>
        <p className={classes.hint}>
          No key yet? On the machine of the backend: <code>npm run keys -- create --name me --scope operations</code>
        </p>
      </form>
    </main>
  );
}
