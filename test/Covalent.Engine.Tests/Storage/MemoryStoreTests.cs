using Covalent.Engine.Storage;
using Covalent.Engine.Storage.Memory;
using Covalent.Testing;

namespace Covalent.Engine.Tests.Storage;

public sealed class MemoryStoreTests : StoreConformance
{
    internal override IDispatchStore CreateStore() => new MemoryStore();
}
