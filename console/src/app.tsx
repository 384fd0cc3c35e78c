import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router/dom';
import { queryClient } from './api/query-client.js';
import { nonce } from './design/nonce.js';
import { cssVariables, theme } from './design/theme.js';
import { TimesProvider } from './show/times.js';
import { router } from './router.js';

const getStyleNonce = () => nonce;

export const App = () => (
  <MantineProvider
    theme={theme}
    cssVariablesResolver={cssVariables}
    defaultColorScheme="auto"
    getStyleNonce={getStyleNonce}
  >
    <QueryClientProvider client={queryClient}>
      <TimesProvider>
        <RouterProvider router={router} />
        <Notifications position="bottom-right" limit={4} />
      </TimesProvider>
    </QueryClientProvider>
  </MantineProvider>
);
