using System.Reflection;
using System.Reflection.Emit;

namespace ProtoBench.Tests.Architecture;

/// <summary>One type of ours that uses another one: both by their full names.</summary>
internal sealed record Arrow(string From, string To)
{
    public string FromRoom => RoomOf(From);

    public string ToRoom => RoomOf(To);

    private static string RoomOf(string type) => type[..type.LastIndexOf('.')];
}

/// <summary>
/// Who uses whom, read from compiled assemblies: signatures, attributes and the instructions of every method. What a compiler made
/// (closures, state machines, nested types) belongs to the outermost type. Constants are not seen: the compiler copies their values.
/// </summary>
internal static class CompiledArrows
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    public static IReadOnlyCollection<Arrow> Of(Assembly assembly)
    {
        var arrows = new HashSet<Arrow>();
        foreach (var type in assembly.GetTypes())
        {
            foreach (var used in UsedBy(type).SelectMany(Parts).Where(IsOurs))
            {
                var (from, to) = (Outermost(type), Outermost(used));
                if (from != to && IsOurs(from))
                {
                    arrows.Add(new Arrow(from.FullName!, to.FullName!));
                }
            }
        }

        return arrows;
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("ProtoBench", StringComparison.Ordinal) == true;

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
        {
            return Parts(type.GetElementType()!);
        }

        return type.IsGenericParameter ? []
            : type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
            : [type];
    }

    private static IEnumerable<Type> UsedBy(Type type)
    {
        IEnumerable<Type?> shape =
            [type.BaseType, .. type.GetInterfaces(), .. Attributes(type), .. type.GetFields(Everything).Select(field => field.FieldType)];
        var methods = type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything));
        return shape.OfType<Type>().Concat(methods.SelectMany(UsedBy));
    }

    private static IEnumerable<Type> UsedBy(MethodBase method) =>
    [
        .. method.GetParameters().Select(parameter => parameter.ParameterType),
        .. method is MethodInfo { ReturnType: var returned } ? (Type[])[returned] : [],
        .. Attributes(method),
        .. method.GetMethodBody() is { } body
            ? body.LocalVariables.Select(local => local.LocalType).Concat(Tokens(method, body.GetILAsByteArray()!))
            : [],
    ];

    private static IEnumerable<Type> Attributes(MemberInfo member) => member.GetCustomAttributesData()
        .SelectMany(
            attribute => attribute.ConstructorArguments.Select(argument => argument.Value).OfType<Type>().Append(attribute.AttributeType));

    private static IEnumerable<Type> Tokens(MethodBase method, byte[] instructions)
    {
        for (var at = 0; at < instructions.Length;)
        {
            var code = instructions[at] == 0xFE ? Codes[(short)(0xFE00 | instructions[at + 1])] : Codes[instructions[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineTok or OperandType.InlineType or OperandType.InlineMethod or OperandType.InlineField)
            {
                var token = BitConverter.ToInt32(instructions, at);
                var arguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
                var member = method.Module.ResolveMember(token, arguments, method.IsGenericMethod ? method.GetGenericArguments() : null)!;
                foreach (var type in TypesOf(member))
                {
                    yield return type;
                }
            }

            at += Length(code.OperandType, instructions, at);
        }
    }

    // Not the parameters of what is called: whoever passes one has it from somewhere, and that is seen there.
    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        Type type => [type],
        MethodBase { IsGenericMethod: true } method => method.GetGenericArguments().Append(method.DeclaringType!),
        _ => [member.DeclaringType!],
    };

    private static int Length(OperandType operand, byte[] instructions, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(instructions, at)),
        _ => 4,
    };
}
