// PostgreSQL inside the network, for identities of Entra ID alone: nobody has a password, Footnote sends tokens of its identity.
// Backups are continuous: any moment of the last days can be gone back to.
param name string
param location string
param size string
param administratorsGroupId string
param identityName string
param principalId string
param subnetId string
param dnsZoneId string

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-postgres'
  location: location
  sku: size == 'large' ? { name: 'Standard_D4ds_v5', tier: 'GeneralPurpose' } : { name: 'Standard_B2s', tier: 'Burstable' }
  properties: {
    version: '17'
    authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled', tenantId: subscription().tenantId }
    storage: { storageSizeGB: size == 'large' ? 256 : 32, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: size == 'large' ? 35 : 7, geoRedundantBackup: size == 'large' ? 'Enabled' : 'Disabled' }
    highAvailability: { mode: size == 'large' ? 'ZoneRedundant' : 'Disabled' }
    network: { delegatedSubnetResourceId: subnetId, privateDnsZoneArmResourceId: dnsZoneId }
  }
}

resource administrators 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01' = {
  parent: server
  name: administratorsGroupId
  properties: { principalName: 'footnote-administrators', principalType: 'Group', tenantId: subscription().tenantId }
}

// It makes the tables and the role of tenants by itself. One administrator after the other: Azure refuses two at once.
resource footnote 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01' = {
  parent: server
  name: principalId
  properties: { principalName: identityName, principalType: 'ServicePrincipal', tenantId: subscription().tenantId }
  dependsOn: [administrators]
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: server
  name: 'footnote'
  properties: { charset: 'UTF8', collation: 'en_US.utf8' }
}

output url string = 'postgresql://${identityName}@${server.properties.fullyQualifiedDomainName}:5432/${database.name}?sslmode=verify-full'
