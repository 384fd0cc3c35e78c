import { LogOut } from 'lucide-react';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { PAGES, type ConsolePage } from '../pages.js';
import { signOut, useSession, type Session } from '../session/session.js';
import classes from './navigation.module.css';
import { Preferences } from './preferences.js';

function Entry({ path, name, icon: Icon, isForeign, queue }: ConsolePage & Pick<Session, 'queue'>) {
  const label = (
    <>
      {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden="true" />}
      {name}
    </>
  );
  if (isForeign === queue) {
    return (
      <a className={classes.entry} href={`/console/${path}`}>
        {label}
      </a>
    );
  }
  return (
    <NavLink className={classes.entry ?? ''} to={`/${path}`} end={path === ''}>
      {label}
    </NavLink>
  );
}

/** Pages that the session may see, and its end. */
export function Navigation({ children }: { readonly children?: ReactNode }) {
  const { name, kind, account, scopes, livemode, queue } = useSession();
  const { mutate, isPending } = useMutation({ mutationFn: signOut });
  const shown = PAGES.filter(
    ({ name: title, scope, isOfAllAccounts }) =>
      title !== undefined && (!scope || scopes.includes(scope)) && (!isOfAllAccounts || account === ''),
  );
  return (
    <nav aria-label="Console" className={classes.navigation}>
      {children}
      <ul>
        {shown.map((page) => (
          <li key={page.path}>
            <Entry {...page} queue={queue} />
          </li>
        ))}
      </ul>

      <Preferences />
      <div className={classes.session}>
        <p className={classes.name} title={name}>
          {name}
        </p>
        <p className="muted">
          {kind === 'key' ? 'API key' : 'User'}
          {account === '' ? '' : `, ${account}`}
          {livemode === null ? '' : livemode ? ' · live mode' : ' · test mode'}
        </p>
        <button type="button" className={classes.entry} disabled={isPending} onClick={() => mutate()}>
          <LogOut size={16} strokeWidth={1.75} aria-hidden="true" />
          Sign out
        </button>
      </div>
    </nav>
  );
}
