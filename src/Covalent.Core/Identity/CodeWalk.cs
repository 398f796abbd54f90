using System.Reflection;
using System.Reflection.Emit;
using System.Security.Cryptography;
using System.Text;

namespace Covalent.Core.Identity;

/// <summary>One walk over everything a method reaches. Members of user assemblies are named by the order of their discovery, never by
/// name, because the compiler's names for lambdas and state machines shift between builds.</summary>
internal sealed class CodeWalk
{
    private static readonly HashSet<string> Opaque = new(StringComparer.Ordinal)
    {
        "System.Reflection.MethodBase.Invoke", "System.Reflection.MethodInfo.CreateDelegate", "System.Reflection.ConstructorInfo.Invoke",
        "System.Reflection.PropertyInfo.GetValue", "System.Reflection.PropertyInfo.SetValue", "System.Reflection.Assembly.Load",
        "System.Reflection.Assembly.LoadFrom", "System.Type.GetType", "System.Type.GetMethod", "System.Type.InvokeMember",
        "System.Activator.CreateInstance", "System.Delegate.DynamicInvoke", "System.Runtime.CompilerServices.CallSite`1.Create",
    };

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<MemberInfo, int> _numbers = [];
    private readonly Queue<MethodBase> _methods = [];
    private readonly HashSet<Type> _types = [];
    private readonly HashSet<Module> _modules = [];
    private bool _undecidable;

    public string Hash(MethodInfo root)
    {
        Reach(root);
        while (_methods.TryDequeue(out var method))
        {
            Visit(method);
        }

        if (_undecidable)
        {
            foreach (var module in _modules.OrderBy(m => m.Name, StringComparer.Ordinal))
            {
                Add($"mvid {module.Name} {module.ModuleVersionId}");
            }
        }

        return Convert.ToHexStringLower(_hash.GetHashAndReset().AsSpan(0, 16));
    }

    private void Visit(MethodBase method)
    {
        Add($"method {_numbers[method]} {Signature(method)}");
        _modules.Add(method.Module);
        if (method.GetMethodBody() is not { } body)
        {
            // Abstract: its overrides are reached by type. Native or runtime-made: only a new build tells.
            _undecidable |= !method.IsAbstract && !typeof(Delegate).IsAssignableFrom(method.DeclaringType);
            return;
        }

        foreach (var local in body.LocalVariables)
        {
            Add(Name(local.LocalType));
        }

        foreach (var clause in body.ExceptionHandlingClauses)
        {
            var caught = clause.Flags == ExceptionHandlingClauseOptions.Clause && clause.CatchType is { } type ? Name(type) : "";
            Add($"try {clause.Flags} {clause.TryOffset} {clause.TryLength} {clause.HandlerOffset} {clause.HandlerLength} {caught}");
        }

        VisitInstructions(method, body.GetILAsByteArray()!);
    }

    private void VisitInstructions(MethodBase method, byte[] il)
    {
        var typeArguments = method.DeclaringType is { IsGenericType: true } owner ? owner.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        var reader = new IlReader(il);
        while (reader.Read())
        {
            _hash.AppendData(BitConverter.GetBytes(reader.Code.Value));
            switch (reader.Code.OperandType)
            {
                case OperandType.InlineString:
                    Add(method.Module.ResolveString(reader.Token));
                    break;
                case OperandType.InlineSig:
                    _undecidable = true;
                    break;
                case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok:
                    Use(method.Module.ResolveMember(reader.Token, typeArguments, methodArguments)!, reader.Code);
                    break;
                default:
                    _hash.AppendData(reader.Operand);
                    break;
            }
        }
    }

    private void Use(MemberInfo member, OpCode code)
    {
        switch (member)
        {
            case Type type:
                Add(Name(type));
                break;
            case FieldInfo field:
                Add(Name(field));
                break;
            case MethodBase method:
                Add(Name(method));
                if (method.IsVirtual && (code == OpCodes.Callvirt || code == OpCodes.Ldvirtftn))
                {
                    ReachImplementations(method);
                }

                break;
        }
    }

    private string Name(FieldInfo field)
    {
        var owner = field.DeclaringType!;
        if (!UserAssemblies.Contains(owner.Assembly))
        {
            return $"{Name(owner)}.{field.Name}";
        }

        // Array literals live in fields named by the hash of their content.
        return owner.Name == "<PrivateImplementationDetails>" ? field.Name : $"{Name(owner)} field {Number(field)} {Name(field.FieldType)}";
    }

    private string Name(MethodBase method)
    {
        var arguments = method.IsGenericMethod ? string.Join(',', method.GetGenericArguments().Select(Name)) : "";
        if (method.DeclaringType is { } owner && !UserAssemblies.Contains(owner.Assembly))
        {
            _undecidable |= Opaque.Contains($"{owner.Namespace}.{owner.Name}.{method.Name}");
            return $"{Name(owner)}.{method.Name}<{arguments}>{Signature(method)}";
        }

        return $"call {Reach(method)}<{arguments}>{(method.DeclaringType is { } type ? Name(type) : "")}";
    }

    private string Name(Type type)
    {
        if (type.HasElementType)
        {
            return $"{Name(type.GetElementType()!)}{(type.IsArray ? $"[{type.GetArrayRank()}]" : type.IsByRef ? "&" : "*")}";
        }

        if (type.IsGenericParameter)
        {
            return $"!{type.GenericParameterPosition}";
        }

        var arguments = type.IsGenericType ? $"<{string.Join(',', type.GetGenericArguments().Select(Name))}>" : "";
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        if (!UserAssemblies.Contains(type.Assembly))
        {
            return $"{definition.FullName} of {UserAssemblies.VersionOf(type.Assembly)}{arguments}";
        }

        ReachType(type);
        return $"type {Number(definition)}{arguments}";
    }

    private string Signature(MethodBase method) =>
        $"({string.Join(',', method.GetParameters().Select(p => Name(p.ParameterType)))}){(method is MethodInfo info ? Name(info.ReturnType) : "")}";

    private int Reach(MethodBase method)
    {
        if (!_numbers.TryGetValue(method, out var number))
        {
            _numbers[method] = number = _numbers.Count;
            _methods.Enqueue(method);
        }

        return number;
    }

    // Whoever uses a type may run its static constructor, and whoever holds a value of it any of its overrides.
    private void ReachType(Type type)
    {
        if (!_types.Add(type) || type.IsInterface)
        {
            return;
        }

        const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        if (type.TypeInitializer is { } initializer)
        {
            Reach(initializer);
        }

        foreach (var method in type.GetMethods(Declared).Where(m => m.IsVirtual).OrderBy(m => m.MetadataToken))
        {
            Reach(method);
        }
    }

    private void ReachImplementations(MethodBase method)
    {
        var owner = method.DeclaringType!;
        if (!UserAssemblies.Contains(owner.Assembly) || owner.IsSealed || method.IsFinal)
        {
            return;
        }

        var definition = owner.IsGenericType ? owner.GetGenericTypeDefinition() : owner;
        foreach (var type in owner.Assembly.GetTypes().Where(t => !t.ContainsGenericParameters && DerivesFrom(t, definition)).OrderBy(t => t.MetadataToken))
        {
            Add(Name(type));
        }
    }

    private static bool DerivesFrom(Type type, Type definition)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if ((current.IsGenericType ? current.GetGenericTypeDefinition() : current) == definition)
            {
                return true;
            }
        }

        return definition.IsInterface && type.GetInterfaces().Any(i => (i.IsGenericType ? i.GetGenericTypeDefinition() : i) == definition);
    }

    private int Number(MemberInfo member)
    {
        if (!_numbers.TryGetValue(member, out var number))
        {
            _numbers[member] = number = _numbers.Count;
        }

        return number;
    }

    private void Add(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _hash.AppendData(BitConverter.GetBytes(bytes.Length));
        _hash.AppendData(bytes);
    }
}
