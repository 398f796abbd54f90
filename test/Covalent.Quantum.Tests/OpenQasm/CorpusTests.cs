using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Covalent.Quantum.Tests.References;

namespace Covalent.Quantum.Tests.OpenQasm;

/// <summary>Every file of the corpus against its exact distribution.</summary>
public sealed class CorpusTests
{
    private const double Tolerance = 2e-7;

    public static TheoryData<string> Programs => Corpus.Programs;

    public static TheoryData<string> Broken => Corpus.Broken;

    [Theory]
    [MemberData(nameof(Programs))]
    public void CorpusFile_Simulated_HasTheExactDistribution(string file)
    {
        var text = Corpus.Read(file);
        var (own, expected) = Corpus.Expected(file);
        Assert.Equal(own.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

        var circuit = QasmProgram.Parse(text, file).WithDistribution(1 << 16, 1 << 16);
        var distribution = (OutcomeDistribution)new Device("lightning.qubit").Execute(circuit).Get(0);

        var actual = distribution.Outcomes.ToDictionary(static outcome => outcome.Key, static outcome => outcome.Value);
        Assert.False(distribution.IsTruncated);
        foreach (var outcome in Listed(expected))
        {
            Near.Equal(outcome.Value.GetDouble(), actual.GetValueOrDefault(outcome.Name), Tolerance);
        }

        if (expected.GetProperty("distribution_is_complete").GetBoolean())
        {
            var names = Listed(expected).Select(static outcome => outcome.Name).ToHashSet();
            Assert.All(actual, outcome => Assert.True(names.Contains(outcome.Key) || outcome.Value < Tolerance, $"{outcome.Key} has probability {outcome.Value}"));
        }

        CheckMoments(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void CorpusFile_WithUndeclaredRegister_IsRefused(string file)
    {
        var error = Assert.Throws<OpenQasmException>(() => QasmProgram.Parse(Corpus.Read(file), file));

        Assert.Contains("register q is not declared", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Corpus_ListsEveryFileOfTheReferenceButTheOnesKnownToBeMissing()
    {
        if (!Corpus.IsPresent)
        {
            Assert.NotEqual("true", Environment.GetEnvironmentVariable("CI"));
            return;
        }

        // Of 72 files two broken ones (hhl_n10 and its transpiled twin) were not handed over with the corpus.
        Assert.Equal((66, 4), (Corpus.Programs.Count, Corpus.Broken.Count));
    }

    private static IEnumerable<JsonProperty> Listed(JsonElement expected) =>
        (expected.TryGetProperty("distribution", out var all) ? all : expected.GetProperty("most_probable")).EnumerateObject();

    private static void CheckMoments(JsonElement expected, Dictionary<string, double> actual)
    {
        Near.Equal(1, actual.Values.Sum(), Tolerance);
        Near.Equal(expected.GetProperty("sum_p_squared").GetDouble(), actual.Values.Sum(static p => p * p), Tolerance);
        Near.Equal(expected.GetProperty("entropy_bits").GetDouble(), actual.Values.Sum(static p => -p * Math.Log2(p)), 1e-4);
        var bits = expected.GetProperty("measured_clbits").Integers();
        var ones = expected.GetProperty("p_one_per_measured_clbit").Doubles();
        for (var i = 0; i < bits.Length; i++)
        {
            Near.Equal(ones[i], actual.Where(outcome => outcome.Key[^(bits[i] + 1)] == '1').Sum(static outcome => outcome.Value), Tolerance);
        }
    }
}
