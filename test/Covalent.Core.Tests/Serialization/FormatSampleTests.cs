using System.Buffers;

namespace Covalent.Core.Tests.Serialization;

/// <summary>Payloads as released versions wrote them: they stay readable, and today's bytes are the same. Never change a line of a released
/// form's file; a new form gets a new file.</summary>
public sealed class FormatSampleTests
{
    [Fact]
    public void Samples_OfFormat1_AreWrittenAndReadTheSame()
    {
        var known = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Serialization", "format-1.txt")).Select(line => line.Split('\t')).ToDictionary(parts => parts[0], parts => parts[1]);
        List<string> missing = [];
        foreach (var (index, (type, value)) in Samples.All.Index())
        {
            var codec = ValueCodec.For(type);
            var output = new ArrayBufferWriter<byte>();
            codec.EncodePayload(value, output);
            var today = Convert.ToHexString(output.WrittenSpan);
            var name = $"{index} {codec.TypeName}";
            if (!known.TryGetValue(name, out var then))
            {
                missing.Add($"{name}\t{today}");
                continue;
            }

            Assert.Equal(name + " " + then, name + " " + today);
            var back = new ArrayBufferWriter<byte>();
            codec.EncodePayload(codec.DecodePayload(Convert.FromHexString(then)), back);
            Assert.Equal(then, Convert.ToHexString(back.WrittenSpan));
        }

        Assert.True(missing.Count == 0, "Add these lines to format-1.txt:\n" + string.Join('\n', missing));
    }
}
