/** What the platform is called where its connected accounts see it. */
export const APPLICATION = { id: 'ca_SandboxPlatform', object: 'application', name: 'Sandbox platform' } as const;
