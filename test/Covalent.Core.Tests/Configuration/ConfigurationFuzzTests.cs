using System.Text;

namespace Covalent.Core.Tests.Configuration;

/// <summary>Damaged files never cause anything but a <see cref="ConfigurationException"/>, and a change never damages a file.</summary>
public sealed class ConfigurationFuzzTests : IDisposable
{
    private const string Seed = """
        # configuration
        [sdk]
        log_level = "debug" # level
        extra_headers = { a = "b", "c.d" = 'e' }
        [dispatcher]
        port = 48_008
        retention = 0x10
        synchronous = '''full'''
        [executors.slurm]
        prerun_commands = [ "a", "b\u00e9", ] # list
        options = { nodes = 1, cpus-per-task = 8 }
        srun_options.gpus = 4
        variables."odd name" = 1979-05-27T07:32:00Z
        [executors.mine]
        list = [ { x = 1, y = [ 1.5, inf ] }, "s" ]
        text = '''
        two lines'''
        [qelectron.Simulator]
        shots = [1, 2, 3]
        """;

    private static readonly string[] Pieces = ["[", "]", "[[", "{", "}", "=", "\"", "'", "\"\"\"", "\n", "\r", ".", ",", "#", "\\", "\\u12", "\0", "\uD800", "\uFEFF", "1e999", "nan", "-", "true", "[sdk]", "executors", "x = 1\n", "😀", "9999999999999999999999"];

    private readonly ConfigurationFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Load_OfTheUndamagedSeed_Works() => Assert.Equal(48008, _fixture.Write(Seed).Load().GetInteger("dispatcher.port"));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Load_OfRandomlyDamagedText_WorksOrThrowsConfigurationException(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 600; round++)
        {
            var text = Damage(Seed, random);
            try
            {
                var configuration = _fixture.Write(text).Load();
                _ = configuration.ToToml(includeDefaults: true);
            }
            catch (ConfigurationException refused)
            {
                Assert.NotEmpty(refused.Problems);
            }
            catch (Exception other)
            {
                Assert.Fail($"Seed {seed}, round {round}: {other}\n{text}");
            }
        }
    }

    [Fact]
    public void Load_OfRandomBytes_WorksOrThrowsConfigurationException()
    {
        var random = new Random(5);
        _fixture.Write("");
        for (var round = 0; round < 500; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            File.WriteAllBytes(_fixture.File, bytes);
            var thrown = Record.Exception(() => _fixture.Load());
            Assert.True(thrown is null or ConfigurationException, $"Round {round}: {thrown}");
        }
    }

    [Fact]
    public void Load_OfRandomVariables_WorksOrThrowsConfigurationException()
    {
        var random = new Random(6);
        string[] names = ["COVALENT_SDK__LOG_LEVEL", "COVALENT_EXECUTORS__SLURM__OPTIONS", "COVALENT_QELECTRON__SIMULATOR__SHOTS", "COVALENT_EXECUTORS__MINE__X", "COVALENT_EXTRA_HEADERS", "COVALENT_DISPATCHER__RETENTION"];
        for (var round = 0; round < 1000; round++)
        {
            _fixture.Variables.Clear();
            _fixture.Variables[Damage(names[random.Next(names.Length)], random, 0, 2)] = Damage("{ a = 1, b = [1, 2] }", random);
            var thrown = Record.Exception(() => _fixture.Load());
            Assert.True(thrown is null or ConfigurationException, $"Round {round}: {string.Join(';', _fixture.Variables)} {thrown}");
        }
    }

    [Fact]
    public async Task Set_InRandomlyDamagedText_ChangesThatKeyOnlyOrNothing()
    {
        var random = new Random(7);
        string[] keys = ["sdk.log_level", "executors.slurm.options.nodes", "executors.slurm.options.new", "executors.slurm.address", "executors.mine.text", "executors.ssh.username", "dispatcher.address", "sdk.extra_headers.z"];
        for (var round = 0; round < 600; round++)
        {
            var text = Damage(Seed, random);
            if (Record.Exception(() => _fixture.Write(text).Load()) is ConfigurationException)
            {
                continue;
            }
            var before = _fixture.Read();
            var key = keys[random.Next(keys.Length)];
            var thrown = await Record.ExceptionAsync(() => _fixture.Load().SetAsync(key, "debug"));
            Assert.True(thrown is null or ConfigurationException, $"Round {round}, {key}: {thrown}\n{text}");
            if (thrown is not null)
            {
                Assert.Equal(before, _fixture.Read());
                continue;
            }
            Assert.Equal("debug", _fixture.Load().GetText(key));
            Assert.Equal(Others(before, key), Others(_fixture.Read(), key));
        }

        string Others(string text, string key) => string.Join('\n', _fixture.Write(text).Load().Describe()
            .Where(e => $"{e.Section}.{e.Name}" != key && e.Origin.Kind == ConfigurationOriginKind.File).Select(e => $"{e.Section}.{e.Name} = {e.Value}"));
    }

    private static string Damage(string text, Random random, int fewest = 1, int most = 5)
    {
        var damaged = new StringBuilder(text);
        for (var blow = random.Next(fewest, most); blow > 0; blow--)
        {
            var place = random.Next(damaged.Length + 1);
            var length = Math.Min(random.Next(1, 12), damaged.Length - place);
            _ = random.Next(4) switch
            {
                0 => damaged.Remove(place, length),
                1 => damaged.Insert(place, Pieces[random.Next(Pieces.Length)]),
                2 => damaged.Insert(place, damaged.ToString(place, length)),
                _ => damaged.Insert(place, (char)random.Next(32, 127)),
            };
        }
        return damaged.ToString();
    }
}
