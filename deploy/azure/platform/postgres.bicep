// PostgreSQL inside the network. Backups are continuous: any moment of the last days can be gone back to.
param name string
param location string
param size string
param administratorsGroupId string
@secure()
param password string
param subnetId string
param dnsZoneId string

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-postgres'
  location: location
  sku: size == 'large' ? { name: 'Standard_D4ds_v5', tier: 'GeneralPurpose' } : { name: 'Standard_B2s', tier: 'Burstable' }
  properties: {
    version: '17'
    administratorLogin: 'footnote'
    administratorLoginPassword: password
    authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Enabled', tenantId: subscription().tenantId }
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

resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: server
  name: 'footnote'
  properties: { charset: 'UTF8', collation: 'en_US.utf8' }
}

#disable-next-line outputs-should-not-contain-secrets
output url string = 'postgresql://footnote:${uriComponent(password)}@${server.properties.fullyQualifiedDomainName}:5432/${database.name}?sslmode=verify-full'
