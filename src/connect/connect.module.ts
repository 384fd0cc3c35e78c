import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountAuthorization } from './accounts/account-authorization.entity.js';
import { AccountAuthorizationProcessor } from './accounts/account-authorization.processor.js';
import { AccountAuthorizationRepository } from './accounts/account-authorization.repository.js';
import { ConnectedAccount } from './accounts/connected-account.entity.js';
import { ConnectedAccountProcessor } from './accounts/connected-account.processor.js';
import { ConnectedAccountRepository } from './accounts/connected-account.repository.js';
import { Capability } from './capabilities/capability.entity.js';
import { CapabilityProcessor } from './capabilities/capability.processor.js';
import { CapabilityRepository } from './capabilities/capability.repository.js';
import { ExternalAccount } from './external-accounts/external-account.entity.js';
import { ExternalAccountProcessor } from './external-accounts/external-account.processor.js';
import { ExternalAccountRepository } from './external-accounts/external-account.repository.js';
import { Person } from './persons/person.entity.js';
import { PersonProcessor } from './persons/person.processor.js';
import { PersonRepository } from './persons/person.repository.js';

/** Connected accounts as their platform sees them. What happens in them is kept by the other features, with their `account`. */
@Module({
  imports: [TypeOrmModule.forFeature([AccountAuthorization, Capability, ConnectedAccount, ExternalAccount, Person])],
  providers: [
    AccountAuthorizationProcessor,
    CapabilityProcessor,
    ConnectedAccountProcessor,
    ExternalAccountProcessor,
    PersonProcessor,
    AccountAuthorizationRepository,
    CapabilityRepository,
    ConnectedAccountRepository,
    ExternalAccountRepository,
    PersonRepository,
  ],
})
export class ConnectModule {}
