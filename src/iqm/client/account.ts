import type { CallOptions } from '../callOptions';
import type { Organization, Profile } from '../shapes/organization';
import type { Tokens } from '../tokens';

export interface Account {
  organizations(options?: CallOptions): Promise<readonly Organization[]>;
  profile(options?: CallOptions): Promise<Profile>;
  logout(options?: CallOptions): Promise<void>;
  sendMfaCode(owId: number, options?: CallOptions): Promise<void>;
  verifyMfaCode(code: string, options?: CallOptions): Promise<Tokens>;
}
