import { lazy } from 'react';
import { createBrowserRouter } from 'react-router';
import { Frame } from './frame/frame.js';
import { Failure } from './frame/failure.js';
import { NotFoundPage } from './frame/not-found.js';
import { PAGES, type ConsolePage } from './pages.js';
import { AllAccountsOnly } from './session/all-accounts-only.js';
import { SignedInOnly } from './session/signed-in-only.js';
import { SignInPage } from './session/sign-in.page.js';

/** Its files are loaded when it is opened. By React and not by the router, which shows nothing when that fails. */
function routeOf({ path, load, isOfAllAccounts }: ConsolePage) {
  const Page = lazy(async () => ({ default: (await load()).Component }));
  const page = <Page />;
  return {
    path,
    element: isOfAllAccounts ? <AllAccountsOnly>{page}</AllAccountsOnly> : page,
    errorElement: <Failure />,
  };
}

export const router = createBrowserRouter(
  [
    { path: 'sign-in', element: <SignInPage />, errorElement: <Failure /> },
    {
      element: (
        <SignedInOnly>
          <Frame />
        </SignedInOnly>
      ),
      errorElement: <Failure />,
      children: [...PAGES.map(routeOf), { path: '*', element: <NotFoundPage /> }],
    },
  ],
  { basename: '/console' },
);
