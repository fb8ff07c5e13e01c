package dev.atlasrestore.examples.webflux;

/** Where the restores run. */
public enum Product {
  /** MongoDB Atlas. */
  ATLAS,
  /** MongoDB Atlas for Government. */
  ATLAS_GOV,
  /** MongoDB Cloud Manager. */
  CLOUD_MANAGER,
  /** A self-hosted MongoDB Ops Manager, the only one that needs a host. */
  OPS_MANAGER
}
