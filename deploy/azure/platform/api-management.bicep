// API Management before the gateway. Its rules are main.bicep.
param name string
param location string
param size string
param publisherEmail string
param subnetId string

resource service 'Microsoft.ApiManagement/service@2024-05-01' = {
  name: '${name}-api'
  location: location
  sku: { name: size == 'large' ? 'Premium' : 'Developer', capacity: size == 'large' ? 2 : 1 }
  identity: { type: 'SystemAssigned' }
  properties: {
    publisherEmail: publisherEmail
    publisherName: 'Footnote'
    virtualNetworkType: 'External'
    virtualNetworkConfiguration: { subnetResourceId: subnetId }
  }
}

output name string = service.name
