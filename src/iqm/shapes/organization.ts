/** What IQM calls an organization workspace: conversions, campaigns and insertion orders belong to one. */
export interface Organization {
  readonly owId: number;
  readonly name: string;
  readonly domain?: string;
  /** `Advertiser` organizations hold conversions; others, such as `Workspace`, may not. */
  readonly customerType?: string;
}

/** Who is signed in. */
export interface Profile {
  readonly owId?: number;
  readonly displayName: string;
  readonly email?: string;
  readonly organizationName?: string;
  readonly mfaEnabled?: boolean;
}
