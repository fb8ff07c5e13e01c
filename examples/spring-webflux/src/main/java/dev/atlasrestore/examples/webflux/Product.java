package dev.atlasrestore.examples.webflux;

/** The services that run restores. */
public enum Product {
  /** MongoDB Atlas. */
  ATLAS,
  /** MongoDB Atlas for Government. */
  ATLAS_GOV,
  /** MongoDB Cloud Manager. */
  CLOUD_MANAGER,
  /** Self-hosted MongoDB Ops Manager. Only this product needs a host. */
  OPS_MANAGER
}
