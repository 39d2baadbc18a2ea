// An address inside the network for every part, and its name there.
param name string
param location string
param subnetId string
@description('Private DNS zones by the group of what they are for: { group, id }.')
param zones array
@description('What gets an address: { part, id, group }.')
param targets array

resource endpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [for target in targets: {
  name: '${name}-${target.part}'
  location: location
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      { name: target.part, properties: { privateLinkServiceId: target.id, groupIds: [target.group] } }
    ]
  }
}]

resource records 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [for (target, i) in targets: {
  parent: endpoints[i]
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      { name: target.part, properties: { privateDnsZoneId: filter(zones, zone => zone.group == target.group)[0].id } }
    ]
  }
}]
