import { Burger, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Suspense, useEffect, useRef } from 'react';
import { Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router';
import { Loading } from '../tell/loading.js';
import { Brand } from './brand.js';
import classes from './frame.module.css';
import { Navigation } from './navigation.js';

/** Round every page: the way to the others, and who is signed in. Below 48em the navigation is behind a button. */
export function Frame() {
  const [isOpen, { open, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  const { state } = useNavigation();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);

  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    close();
    // Where a page load would have put it, so that Tab goes on in the page and its title is read.
    main.current?.focus({ preventScroll: true });
  }, [pathname, close]);

  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main">
        Skip to the page
      </a>
      <section className={classes.bar} aria-label="Countinghouse">
        <Brand />
        <Burger size="sm" opened={isOpen} onClick={open} aria-label="Open the navigation" aria-expanded={isOpen} />
      </section>
      <Drawer
        opened={isOpen}
        onClose={close}
        size="17rem"
        classNames={{ body: classes.drawer ?? '' }}
        title="Navigation"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Navigation />
      </Drawer>
      <div className={classes.side}>
        <Navigation>
          <Brand />
        </Navigation>
      </div>
      <main id="main" ref={main} tabIndex={-1} className={classes.main} aria-busy={state === 'loading'}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      <ScrollRestoration />
    </div>
  );
}
