namespace Covalent.Executors.Tests.Dask;

/// <summary>Tests that share the cluster, or start ones of their own, go one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class DaskSuite
{
    public const string Name = "Dask";
}
