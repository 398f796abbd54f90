using Covalent.Core.Graph;

namespace Covalent.Core.Tests.Graph;

public sealed class TypeReferenceTests
{
    private sealed record Inner<T>(T Value);

    public static TheoryData<Type> Types => new(
        typeof(int), typeof(string[]), typeof(int[,]), typeof(List<int[][]>), typeof(Dictionary<string, (int, double?)>),
        typeof(Inner<int>), typeof(Inner<Inner<string[]>>[]), typeof(TypeReferenceTests), typeof(System.Numerics.Complex), typeof(KeyValuePair<Guid, Uri>));

    [Theory]
    [MemberData(nameof(Types))]
    public void Format_ThenResolve_GivesTheSameType(Type type) => Assert.Same(type, TypeReference.Resolve(TypeReference.Format(type)));

    [Fact]
    public void Format_NamesNoVersion() => Assert.DoesNotContain("Version", TypeReference.Format(typeof(Inner<TypeReferenceTests>)));

    [Fact]
    public void Resolve_OfAMissingType_SaysWhichAndWhatToDo()
    {
        var error = Assert.Throws<CovalentException>(() => TypeReference.Resolve("No.Such.Type, No.Such.Assembly"));
        Assert.Contains("No.Such.Type", error.Message);
        Assert.Contains("dispatch again", error.Message);
    }

    [Fact]
    public void Format_OfASpan_IsRefused() => Assert.Throws<WorkflowBuildException>(() => TypeReference.Format(typeof(Span<int>)));
}
