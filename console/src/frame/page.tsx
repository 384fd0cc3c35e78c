import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Id } from '../show/id.js';
import classes from './page.module.css';
import { useTitle } from './title.js';

interface PageProps {
  /** Of the tab. The heading too, unless `heading` says it otherwise. */
  readonly title: string;
  readonly heading?: ReactNode;
  /** Above the heading: the way back. */
  readonly above?: ReactNode;
  /** Beside the heading: what concerns the whole page. */
  readonly actions?: ReactNode;
  /** Under the heading, one line. */
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

/** Every page begins alike: one heading, one line, its actions. */
export function Page({ title, heading, above, actions, lead, children }: PageProps) {
  useTitle(title);
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <div className={classes.words}>
          {above}
          <h1>{heading ?? title}</h1>
          {lead && <p className="muted">{lead}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** To the list that the page's thing is one of. */
export const Back = ({ to, children }: { readonly to: string; readonly children: string }) => (
  <Link className={classes.back} to={to}>
    <ArrowLeft size={14} aria-hidden="true" /> {children}
  </Link>
);

/** The one thing that the page is about, and how it stands. */
export const Subject = ({ id, children }: { readonly id: string; readonly children: ReactNode }) => (
  <span className={classes.subject}>
    <Id id={id} />
    {children}
  </span>
);

interface SectionProps {
  readonly title: string;
  readonly actions?: ReactNode;
  /** Without a frame of its own: a table, or figures, have one. */
  readonly isBare?: boolean;
  readonly children: ReactNode;
}

/** A part of a page, with a heading that screen readers can jump to. */
export function Section({ title, actions, isBare, children }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.sectionHeader}>
        <h2>{title}</h2>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {isBare ? children : <div className={classes.panel}>{children}</div>}
    </section>
  );
}
